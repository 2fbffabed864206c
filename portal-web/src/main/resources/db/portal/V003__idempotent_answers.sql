-- What was answered to a POST with an Idempotency-Key, so that the same call again gets the same answer. The row is written in the
-- transaction that does the work: both are there, or neither. An answer may hold a secret that is shown once, so it is sealed with a
-- key made of the caller's Idempotency-Key, of which only a hash is kept. Rows without a tenant are the operator's.

create table idempotent_answer (
    id             uuid primary key default uuidv7(),
    tenant_id      uuid        references tenant (id),
    key_sha256     text        not null check (key_sha256 ~ '^[0-9a-f]{64}$'),
    request_sha256 text        not null check (request_sha256 ~ '^[0-9a-f]{64}$'),
    -- null until the work is done, which no other transaction ever sees
    sealed         bytea,
    created_at     timestamptz not null default now(),
    constraint idempotent_answer_key unique nulls not distinct (tenant_id, key_sha256)
);
create index idempotent_answer_age on idempotent_answer (tenant_id, created_at);

alter table idempotent_answer enable row level security;
alter table idempotent_answer force row level security;
create policy tenant on idempotent_answer using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy operator on idempotent_answer to tallygate_operator using (tenant_id is null) with check (tenant_id is null);
grant select, insert, update, delete on idempotent_answer to tallygate_app, tallygate_operator;
