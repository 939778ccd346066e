-- One row per signature to compare: of the staged run's loaded articles, and of stored articles that share a band or
-- the whole text with one of them.
with loaded as (
    select distinct file_id from staging.files where status = 'loaded'
),
fresh as (
    from staging.signatures semi join loaded using (file_id)
),
fresh_bands as (
    select distinct unnest(bands) as band from fresh
),
stored as (
    from live.ops.signatures
    where file_id not in (select file_id from staging.file_measures)
),
sharing as (
    select distinct article_id
    from (select article_id, unnest(bands) as band from stored)
    semi join fresh_bands using (band)
)
select article_id, file_id, n_shingles, text_hash, bands, true as is_fresh from fresh
union all
select article_id, file_id, n_shingles, text_hash, bands, false
from stored
where article_id in (from sharing);
