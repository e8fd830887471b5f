/// What is told to people when the state of a target changes, and the ways to tell it.
@NullMarked
package dev.mailmonitor.alert;

import org.jspecify.annotations.NullMarked;
