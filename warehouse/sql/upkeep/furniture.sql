-- The next version of the learned page furniture: `new_furniture` comes in, `gone_furniture` leaves.
update news.furniture set to_version = $version
where to_version is null and line_key in (select line_key from gone_furniture);

insert into news.furniture by name
select line_key, text, outlet, n_articles, $version as from_version, null as to_version from new_furniture;
