/// The rules of the house: format and architecture.
@NullMarked
package dev.mailmonitor.house;

import org.jspecify.annotations.NullMarked;
