-- What became of events that could not be counted. The letters themselves lie in the usage store.

create table dead_letter_fate (
    id          uuid primary key,
    tenant_id   uuid        not null references tenant (id),
    letter_id   uuid        not null,
    deed        text        not null check (deed in ('replayed', 'discarded')),
    -- why it was given up
    reason      text        check (length(reason) between 1 and 1000),
    -- whether it was counted as somebody wrote it anew
    edited      boolean     not null,
    settled_at  timestamptz not null,
    constraint dead_letter_once unique (tenant_id, letter_id),
    check ((deed = 'discarded') = (reason is not null))
);

alter table dead_letter_fate enable row level security;
alter table dead_letter_fate force row level security;
create policy tenant on dead_letter_fate using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on dead_letter_fate to tallygate_app;
