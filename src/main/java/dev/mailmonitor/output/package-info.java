/// What a run found, as text for people and for programs.
@NullMarked
package dev.mailmonitor.output;

import org.jspecify.annotations.NullMarked;
