/// The mail server of one machine: takes every message by SMTP, delivers none, and shows the newest on a page. Start at
/// [MailMain]. Knows nothing of the product.
@NullMarked
package io.tallygate.stack.mail;

import org.jspecify.annotations.NullMarked;
