-- What an instance says beside the revision that it serves: which entities it cannot use and why, and which kinds of
-- policies its operator has added to it.
alter table gateway_instance add column refused jsonb not null default '[]';
alter table gateway_instance add column policies jsonb not null default '[]';
