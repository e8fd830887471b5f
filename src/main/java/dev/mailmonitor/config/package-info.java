/// Configuration: file, flags and environment become one validated model.
@NullMarked
package dev.mailmonitor.config;

import org.jspecify.annotations.NullMarked;
