/// What the configuration accepts, where its values come from, and what it says about mistakes.
@NullMarked
package dev.mailmonitor.config;

import org.jspecify.annotations.NullMarked;
