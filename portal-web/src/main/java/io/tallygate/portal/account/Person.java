package io.tallygate.portal.account;

/// Somebody whom the identity provider vouches for.
/// @param subject  the provider's stable id
/// @param email    verified, lower case; empty when the provider gave none
/// @param name     for display only
public record Person(String subject, String email, String name) {}
