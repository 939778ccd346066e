-- Remove what the warehouse holds of contents that people took down, all but their rows in the ledger, which keep them
-- from being loaded again; a content whose takedown was lifted leaves the ledger, so that it comes as a new one.
create or replace temp table taken_down as
select target as file_id from last_word where family = 'takedown' and verb = 'remove' and target not like 'uri:%'
union
select file_id from ops.files
where 'uri:' || uri in (select target from last_word where family = 'takedown' and verb = 'remove');

create or replace temp table taken_articles as
select article_id from news.article_records semi join taken_down using (file_id);

insert into touched_articles
select duplicate_of from news.duplicates semi join taken_articles using (article_id)
union
select article_id from news.duplicates where duplicate_of in (select article_id from taken_articles);

-- Old snapshots and packs still have it: `flows/takedowns.py` sees to that when it finds this note.
insert into ops.meta
select 'takedown_unfinished', 'true'
where exists (select 1 from news.lines semi join taken_down using (file_id))
    or exists (
        select 1 from ops.files semi join taken_down using (file_id)
        where (status, reason) is distinct from ('discarded', 'taken_down')
    );

delete from news.duplicates
where article_id in (from taken_articles) or duplicate_of in (from taken_articles);
delete from news.article_state where article_id in (from taken_articles);
delete from news.article_records where file_id in (from taken_down);
delete from news.measures where file_id in (from taken_down);
delete from news.dates where file_id in (from taken_down);
delete from news.corpus_measures where file_id in (from taken_down);
delete from news.related_items where file_id in (from taken_down);
delete from news.lines where file_id in (from taken_down);
delete from news.line_measures where file_id in (from taken_down);
delete from news.file_measures where file_id in (from taken_down);
delete from news.corrections where file_id in (from taken_down);
delete from ops.signatures where file_id in (from taken_down);
delete from ops.search_words
where slice in (select slice from ops.search_articles semi join taken_down using (file_id));
delete from ops.search_articles where slice not in (select slice from ops.search_words);
delete from quality.flags where file_id in (from taken_down);
delete from touched_articles where article_id in (from taken_articles);

update ops.files
set status = 'discarded', reason = 'taken_down', detail = null
where file_id in (from taken_down);

delete from ops.files
where reason = 'taken_down'
    and file_id not in (from taken_down)
    and (
        file_id in (select target from last_word where family = 'takedown' and verb = 'lift')
        or 'uri:' || uri in (select target from last_word where family = 'takedown' and verb = 'lift')
    );
