/// What is measured, each a process of its own on loopback with the same upstream behind it: a [Subject] says how it is
/// started in a [Site], a [RunningSubject] is one that answers.
@NullMarked
package io.tallygate.load.peer;

import org.jspecify.annotations.NullMarked;
