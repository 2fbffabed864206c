-- Where a document was fetched from; null when it was sent. Without the query, which may hold a secret.
alter table api_version add column source_url text check (length(source_url) <= 2000);
