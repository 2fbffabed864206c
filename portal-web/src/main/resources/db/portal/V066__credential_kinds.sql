-- What an application shows to be known, besides API keys: a user name with a secret, a client's certificate, or a token
-- of an identity provider in which a claim names it.

alter table credential add column kind text not null default 'api-key'
    check (kind in ('api-key', 'basic', 'certificate', 'jwt'));
-- the user name, the certificate's subject, or what the token's claim says
alter table credential add column identity text check (length(identity) between 1 and 2000);
alter table credential add column issuer text check (length(issuer) between 1 and 2000);
-- what it may be used for, with blanks between them
alter table credential add column scopes text not null default '' check (length(scopes) <= 4000);

-- a secret's hash belongs to one; the same certificate may be known at several tenants
alter table credential drop constraint credential_sha256_key;
alter table credential alter column sha256 drop not null;
alter table credential alter column last4 drop not null;
create unique index credential_secret on credential (sha256) where kind in ('api-key', 'basic');
create unique index credential_known on credential (tenant_id, environment, kind, coalesce(issuer, ''), coalesce(sha256, identity))
    where kind in ('certificate', 'jwt') and revoked_at is null;
alter table credential add constraint credential_shown check (case kind
    when 'api-key' then sha256 is not null and last4 is not null and identity is null and issuer is null
    when 'basic' then sha256 is not null and last4 is not null and identity is not null and issuer is null
    when 'certificate' then (sha256 is not null or identity is not null) and issuer is null
    else sha256 is null and identity is not null and issuer is not null end);
