/// What orchestrators are told: whether the monitor itself works, and, apart from that, how the
/// mail servers are.
@NullMarked
package dev.mailmonitor.health;

import org.jspecify.annotations.NullMarked;
