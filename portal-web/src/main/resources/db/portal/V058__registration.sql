-- People who asked for an account and have not been answered yet. Background work answers each by mail and takes the row away;
-- whether the address is known is found out there alone, so that the page which took it has the same work with every address.
create table registration_request (
    id              uuid primary key default uuidv7(),
    email           text        not null check (length(email) between 3 and 254),
    language        text        not null check (language in ('en', 'de')),
    back            text        not null check (length(back) between 1 and 800 and back like '/%'),
    asked_at        timestamptz not null default now(),
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null default now()
);
create index registration_request_due on registration_request (next_attempt_at, id);

-- Accounts that registration made at the identity provider and that nobody has proven yet; whichever stays unproven is removed
-- there. Only the hash of the address is kept.
create table registered_person (
    email_sha256 text        primary key check (email_sha256 ~ '^[0-9a-f]{64}$'),
    -- null while it is being made
    subject      text        unique check (length(subject) between 1 and 255),
    made_at      timestamptz not null default now(),
    sent_at      timestamptz not null default now()
);
create index registered_person_age on registered_person (sent_at, email_sha256);

do $$
declare
    owned text;
begin
    foreach owned in array array['registration_request', 'registered_person'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy identity on %I to tallygate_identity using (true) with check (true)', owned);
        execute format('grant select, insert, update, delete on %I to tallygate_identity', owned);
    end loop;
end
$$;
