package io.tallygate.portal.frame;

/// A place in a document that needs another look, and why, in the visitor's language.
public record Fault(String pointer, String why) {}
