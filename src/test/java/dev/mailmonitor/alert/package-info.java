/// Tests of the package.
@NullMarked
package dev.mailmonitor.alert;

import org.jspecify.annotations.NullMarked;
