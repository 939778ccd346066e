-- One row per stored signature that shares a band or the whole text with one of the fresh articles.
with fresh_bands as (
    select distinct unnest(bands) as band from fresh_signatures
),
sharing as (
    select distinct number
    from (select number, unnest(bands) as band from stored_signatures)
    semi join fresh_bands using (band)
)
select article_id, file_id, n_shingles, text_hash, bands
from stored_signatures
where number in (from sharing);
