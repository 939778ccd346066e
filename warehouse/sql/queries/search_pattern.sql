-- One row: a regular expression that finds `$query` with or without its marks, in any case, from the beginning of a
-- word on; and one that finds it with the words around it. Null for an empty query.
with families (letter, members) as (
    values
        ('a', 'aàáảãạăằắẳẵặâầấẩẫậ'), ('d', 'dđð'), ('e', 'eèéẻẽẹêềếểễệ'), ('i', 'iìíỉĩị'),
        ('o', 'oòóỏõọôồốổỗộơờớởỡợ'), ('u', 'uùúủũụưừứửữự'), ('y', 'yỳýỷỹỵ')
),

folded as (
    select translate(strip_accents(lower(trim(regexp_replace(nfc_normalize($query), '[\s\p{Z}]+', ' ', 'g')))), 'đð', 'dd') as query
),

letters as (
    select unnest(string_split(query, '')) as letter, generate_subscripts(string_split(query, ''), 1) as place from folded
),

written as (
    select
        place,
        case
            when letters.letter = ' ' then '[\s\p{Z}]+'
            else coalesce('[' || families.members || ']', regexp_escape(letters.letter))
        end as piece
    from letters left join families on families.letter = letters.letter
),

phrase as (
    select
        if(regexp_matches(folded.query, '^[\p{L}\p{N}]'), '(?:^|[^\p{L}\p{M}\p{N}])', '')
        || (select string_agg(piece, '' order by place) from written) as pattern
    from folded where folded.query <> ''
)

select '(?i)' || max(pattern) as pattern, '(?is).{0,60}' || max(pattern) || '.{0,100}' as passage from phrase;
