-- Who publishes, who works there, who buys, and what they show at the door. Every row belongs to a tenant, and the database keeps
-- tenants apart: the application's role sees the rows of the tenant that its transaction names, and none when it names none.

grant usage on schema portal to tallygate_app, tallygate_directory, tallygate_feed, tallygate_operator;

create function current_tenant() returns uuid
    language sql stable
    return nullif(current_setting('tallygate.tenant', true), '')::uuid;

create table tenant (
    id          uuid primary key,
    slug        text        not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    name        text        not null check (length(name) between 1 and 200),
    legal_name  text        not null check (length(legal_name) between 1 and 300),
    address     text[]      not null default '{}' check (cardinality(address) <= 8),
    country     text        not null check (country ~ '^[A-Z]{2}$'),
    time_zone   text        not null,
    currency    text        not null check (currency ~ '^[A-Z]{3}$'),
    accent      text        not null check (accent ~ '^#[0-9a-f]{6}$'),
    tagline     text        not null default '' check (length(tagline) <= 300),
    key_prefix  text        not null default 'tg' check (key_prefix ~ '^[a-z][a-z0-9]{1,9}$'),
    created_at  timestamptz not null
);

create table member (
    id         uuid primary key,
    tenant_id  uuid        not null references tenant (id),
    email      text        not null check (email = lower(email) and length(email) between 3 and 254),
    subject    text        check (length(subject) between 1 and 255),
    name       text        not null default '' check (length(name) <= 200),
    role       text        not null check (role in ('owner', 'publisher')),
    created_at timestamptz not null,
    unique (tenant_id, id),
    unique (tenant_id, email)
);
create index member_subject on member (subject) where subject is not null;
create index member_email on member (email) where subject is null;

create table consumer (
    id         uuid primary key,
    tenant_id  uuid        not null references tenant (id),
    name       text        not null check (length(name) between 1 and 200),
    legal_name text        not null check (length(legal_name) between 1 and 300),
    address    text[]      not null default '{}' check (cardinality(address) <= 8),
    country    text        not null default '' check (country ~ '^([A-Z]{2})?$'),
    time_zone  text        not null,
    created_at timestamptz not null,
    unique (tenant_id, id)
);
create index consumer_page on consumer (tenant_id, created_at, id);

create table consumer_member (
    id          uuid primary key,
    tenant_id   uuid        not null references tenant (id),
    consumer_id uuid        not null,
    email       text        not null check (email = lower(email) and length(email) between 3 and 254),
    subject     text        check (length(subject) between 1 and 255),
    name        text        not null default '' check (length(name) <= 200),
    role        text        not null check (role in ('owner', 'developer')),
    created_at  timestamptz not null,
    foreign key (tenant_id, consumer_id) references consumer (tenant_id, id),
    unique (tenant_id, consumer_id, email)
);
create index consumer_member_subject on consumer_member (subject) where subject is not null;
create index consumer_member_email on consumer_member (email) where subject is null;

-- personal access tokens; an operator's belongs to no tenant and is made by the installation itself
create table access_token (
    id           uuid primary key,
    tenant_id    uuid        references tenant (id),
    subject      text        not null check (length(subject) between 1 and 255),
    email        text        not null default '',
    name         text        not null check (length(name) between 1 and 100),
    sha256       text        not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
    last4        text        not null check (length(last4) = 4),
    operator     boolean     not null default false,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    check (operator = (tenant_id is null))
);
create index access_token_page on access_token (tenant_id, subject, created_at, id);

do $$
declare
    owned text;
begin
    foreach owned in array array['member', 'consumer', 'consumer_member', 'access_token'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', owned);
        execute format('grant select, insert, update, delete on %I to tallygate_app', owned);
    end loop;
end
$$;

-- a tenant sees and changes itself; the operator makes it; the directory finds it by its name, which is public
alter table tenant enable row level security;
alter table tenant force row level security;
create policy itself on tenant using (id = current_tenant()) with check (id = current_tenant());
create policy directory on tenant for select to tallygate_directory using (true);
create policy operator on tenant to tallygate_operator using (true) with check (true);
grant select, update (name, legal_name, address, country, time_zone, accent, tagline) on tenant to tallygate_app;
grant select on tenant to tallygate_directory;
grant select, insert on tenant to tallygate_operator;

-- the directory knows people by subject or verified address, over all tenants, and binds the two at the first sign-in
create policy directory on member to tallygate_directory using (true) with check (true);
create policy directory on consumer_member to tallygate_directory using (true) with check (true);
create policy directory on access_token to tallygate_directory using (true) with check (true);
create policy directory on consumer for select to tallygate_directory using (true);
grant select, update (subject, name) on member, consumer_member to tallygate_directory;
grant select, update (last_used_at) on access_token to tallygate_directory;
grant select on consumer to tallygate_directory;

-- a tenant begins with its owner; the installation's own token comes from its settings
create policy operator on member for insert to tallygate_operator with check (role = 'owner');
grant insert on member to tallygate_operator;
create policy operator on access_token to tallygate_operator using (operator) with check (operator);
grant select, insert, delete on access_token to tallygate_operator;
