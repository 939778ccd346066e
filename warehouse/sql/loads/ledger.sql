-- Take sightings into the ledger, one row per (content, uri). A known row keeps when it was first seen; its status
-- changes only when the content itself comes along: a mere sighting takes the fate that the content has.
merge into ops.files as ledger
using incoming on incoming.file_id = ledger.file_id and incoming.uri = ledger.uri
when matched and incoming.has_content then update set
    size_bytes = incoming.size_bytes,
    modified_at = incoming.modified_at,
    given_url = coalesce(incoming.given_url, ledger.given_url),
    given_outlet = coalesce(incoming.given_outlet, ledger.given_outlet),
    given_crawled_at = coalesce(incoming.given_crawled_at, ledger.given_crawled_at),
    format = incoming.format,
    encoding = incoming.encoding,
    repairs = incoming.repairs,
    status = incoming.status,
    reason = incoming.reason,
    detail = incoming.detail,
    last_seen_at = greatest(ledger.last_seen_at, coalesce(incoming.last_seen_at, $now)),
    run_id = incoming.run_id
when matched then update set
    size_bytes = incoming.size_bytes,
    modified_at = incoming.modified_at,
    given_url = coalesce(incoming.given_url, ledger.given_url),
    given_outlet = coalesce(incoming.given_outlet, ledger.given_outlet),
    given_crawled_at = coalesce(incoming.given_crawled_at, ledger.given_crawled_at),
    last_seen_at = greatest(ledger.last_seen_at, coalesce(incoming.last_seen_at, $now))
when not matched then insert (
    file_id, uri, size_bytes, modified_at, format, encoding, repairs, status, reason, detail,
    given_url, given_outlet, given_crawled_at, first_seen_at, last_seen_at, run_id
) values (
    incoming.file_id, incoming.uri, incoming.size_bytes, incoming.modified_at, incoming.format, incoming.encoding,
    incoming.repairs, incoming.status, incoming.reason, incoming.detail,
    incoming.given_url, incoming.given_outlet, incoming.given_crawled_at,
    coalesce(incoming.first_seen_at, $now), coalesce(incoming.last_seen_at, incoming.first_seen_at, $now),
    incoming.run_id
);
