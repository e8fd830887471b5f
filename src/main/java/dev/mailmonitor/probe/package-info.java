/// The four tests of a check, their order, what they found and what that means.
@NullMarked
package dev.mailmonitor.probe;

import org.jspecify.annotations.NullMarked;
