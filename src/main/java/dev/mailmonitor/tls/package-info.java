/// Whom the monitor trusts, and what is wrong with a certificate that it does not trust.
@NullMarked
package dev.mailmonitor.tls;

import org.jspecify.annotations.NullMarked;
