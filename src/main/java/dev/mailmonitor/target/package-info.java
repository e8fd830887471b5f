/// What is watched: the way of a test mail from one server to a mailbox, and how to connect. Plain
/// records, valid from birth.
@NullMarked
package dev.mailmonitor.target;

import org.jspecify.annotations.NullMarked;
