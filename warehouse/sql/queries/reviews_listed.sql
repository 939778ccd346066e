-- One row per article in which people found what the rules missed, up to `$n_rows`, the latest first. `n_flags_open` says
-- whether rules complain of its file by now.
select
    review.*,
    split_part(review.article_id, '/', 1) as file_id,
    record.title,
    record.outlet,
    (select count(*) from quality.flags as flag where flag.file_id = record.file_id and flag.status = 'open') as n_flags_open
from quality.reviews as review
left join news.article_records as record on record.article_id = review.article_id
where review.verdict = 'missed'
order by review.reviewed_at desc, review.review_id
limit $n_rows;
