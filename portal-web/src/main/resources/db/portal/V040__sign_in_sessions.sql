-- Who has signed in at this installation's portals, on which device and since when: what all portals ask on each request of a
-- page, so that a session which ended anywhere has ended everywhere. Belongs to people, not to a tenant, and only the identity
-- room's own role sees it. The browser's cookie is not here: these ids open nothing.

grant usage on schema portal to tallygate_identity;

create table person_session (
    id               uuid primary key,
    subject          text        not null check (length(subject) between 1 and 255),
    provider_session text        check (length(provider_session) between 1 and 255),
    device           text        not null default '' check (length(device) <= 300),
    address          text        not null default '' check (length(address) <= 64),
    created_at       timestamptz not null,
    last_seen_at     timestamptz not null,
    ended_at         timestamptz,
    ended_by         text        check (ended_by in ('person', 'elsewhere', 'provider', 'disabled', 'idle', 'age', 'limit')),
    provider_told    boolean     not null default true,
    check ((ended_at is null) = (ended_by is null))
);
create index person_session_page on person_session (subject, id) where ended_at is null;
create index person_session_provider on person_session (provider_session) where ended_at is null;
create index person_session_untold on person_session (id) where not provider_told;
create index person_session_ended on person_session (ended_at) where ended_at is not null;

-- a word of the provider about an ended session is taken once
create table used_logout_token (
    sha256     text        primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    expires_at timestamptz not null
);
create index used_logout_token_expiry on used_logout_token (expires_at);

-- who is to be signed out at the provider as well, on all devices; waits here while the provider is away
create table person_to_sign_out (
    subject  text        primary key check (length(subject) between 1 and 255),
    asked_at timestamptz not null
);

-- whom the provider no longer lets in: their personal tokens open nothing either
create table shut_out_person (
    subject text        primary key check (length(subject) between 1 and 255),
    since   timestamptz not null
);

grant select, insert, update, delete on person_session, used_logout_token, person_to_sign_out, shut_out_person to tallygate_identity;
grant select on shut_out_person to tallygate_directory;

-- of people, who belong to no tenant: behind the same wall, which opens to the identity room alone
do $$
declare
    owned text;
begin
    foreach owned in array array['person_session', 'used_logout_token', 'person_to_sign_out', 'shut_out_person'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy identity on %I to tallygate_identity using (true) with check (true)', owned);
    end loop;
end
$$;
create policy directory on shut_out_person for select to tallygate_directory using (true);
