/// Tests of this way of telling people.
@NullMarked
package dev.mailmonitor.alert.email;

import org.jspecify.annotations.NullMarked;
