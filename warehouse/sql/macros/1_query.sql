-- How a query is read: folded, as words, as a regular expression.

-- Text as words of the search index are folded: lower case, without marks, with d for đ.
create or replace macro ops.search_folded(text) as translate(strip_accents(lower(text)), 'đðſ', 'dds');
-- A query as it is compared: folded, with single spaces and none at its ends; the same, and then its words.
create or replace macro ops.search_query(query) as
ops.search_folded(trim(regexp_replace(nfc_normalize(query), '[\s\p{Z}]+', ' ', 'g')));

create or replace macro ops.search_words_of(text) as
list_filter(string_split_regex(ops.search_folded(text), '[^\p{L}\p{M}\p{N}]+'), lambda word: word <> '');
-- A regular expression that finds a query with or without its marks, in any case, from the beginning of a word on; the
-- second one has the words around it, few before it, so that a narrow column shows it too. Null for an empty query. No replacement brings in what a later one would replace.
create or replace macro ops.search_phrase(query) as
if(regexp_matches(ops.search_query(query), '^[\p{L}\p{N}]'), '(?:^|[^\p{L}\p{M}\p{N}])', '')
|| nullif(ops.search_query(query), '')
    .regexp_replace('([!-/:-@\[-^`{-~])', '\\\1', 'g')
    .replace(' ', '[\s\p{Z}]+')
    .replace('a', '[aàáảãạăằắẳẵặâầấẩẫậ]')
    .replace('d', '[dđð]')
    .replace('e', '[eèéẻẽẹêềếểễệ]')
    .replace('i', '[iìíỉĩị]')
    .replace('o', '[oòóỏõọôồốổỗộơờớởỡợ]')
    .replace('u', '[uùúủũụưừứửữự]')
    .replace('y', '[yỳýỷỹỵ]');

create or replace macro ops.search_pattern(query) as '(?i)' || ops.search_phrase(query);

create or replace macro ops.search_passage(query) as '(?is)\S{0,40}.{0,20}' || ops.search_phrase(query) || '.{0,100}\S{0,40}';
