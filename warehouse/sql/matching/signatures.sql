-- One row per signature to compare: of the staged run's loaded articles, and of stored articles that share a band or
-- the whole text with one of them.
with fresh_bands as (
    select distinct unnest(bands) as band from fresh_signatures
),
sharing as (
    select distinct number
    from (select number, unnest(bands) as band from stored_signatures)
    semi join fresh_bands using (band)
)
select article_id, file_id, n_shingles, text_hash, bands, true as is_fresh from fresh_signatures
union all
select article_id, file_id, n_shingles, text_hash, bands, false
from stored_signatures
where number in (from sharing);
