/// Messages to people, in their language: kept in an outbox with the change that they tell of, and sent by background
/// work. Start at [Mails]. The only room that speaks to the mail server. Knows no room whose messages it carries.
@NullMarked
package io.tallygate.portal.mail;

import org.jspecify.annotations.NullMarked;
