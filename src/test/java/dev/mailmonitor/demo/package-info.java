/// The demonstration that the README starts with.
@NullMarked
package dev.mailmonitor.demo;

import org.jspecify.annotations.NullMarked;
