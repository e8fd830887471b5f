/// Servers for the tests: real ones (Postfix, Dovecot, ntfy), embedded ones and misbehaving ones,
/// all on the loopback interface only, and the packaged program as a child process.
@NullMarked
package dev.mailmonitor.testing;

import org.jspecify.annotations.NullMarked;
