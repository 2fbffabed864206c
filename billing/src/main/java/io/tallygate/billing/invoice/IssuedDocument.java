package io.tallygate.billing.invoice;

/// The very bytes that were issued.
/// @param fileName  safe in a header: letters, digits, `-` and `.`
/// @param sha256    of `bytes`, 64 lower-case hex digits, kept since the moment of issue
public record IssuedDocument(String fileName, String mediaType, byte[] bytes, String sha256) {}
