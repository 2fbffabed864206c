package io.tallygate.portal.mail;

/// A file that goes with a message.
/// @param name   safe in a header: letters, digits, `-` and `.`
/// @param bytes  at most [MailLimits#LARGEST_ATTACHMENT]
public record Attachment(String name, String mediaType, byte[] bytes) {
    public Attachment {
        if (bytes.length > MailLimits.LARGEST_ATTACHMENT) {
            throw new IllegalArgumentException(name + " has " + bytes.length + " bytes");
        }
    }
}
