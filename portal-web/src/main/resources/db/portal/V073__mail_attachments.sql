-- A message may carry one file, such as an invoice; it goes with the text once the message was sent.
alter table mail
    add column attachment      bytea check (octet_length(attachment) <= 5242880),
    add column attachment_name text  check (attachment_name ~ '^[A-Za-z0-9.-]{1,80}$'),
    add column attachment_type text  check (length(attachment_type) between 3 and 100),
    add constraint mail_attachment_is_named check (attachment is null or (attachment_name is not null and attachment_type is not null));
grant update (attachment) on mail to tallygate_mail;
