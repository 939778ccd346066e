-- One row per text of a short line that stands in more than one content. (A longer one is running text.)
select text from news.lines
where length(text) between 2 and 600 and repeats_line_no is null and kind <> 'blank'
group by text
having count(distinct file_id) > 1;
