/// What this program tells the Quarkus container before it starts.
@NullMarked
package dev.mailmonitor.container;

import org.jspecify.annotations.NullMarked;
