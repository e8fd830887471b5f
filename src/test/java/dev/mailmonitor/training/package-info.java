/// What the distribution's `app/training.jar` is made of: it makes the start-up cache by letting
/// the program check servers that play their parts. It is never on the product's class path, uses
/// the JDK only, and talks to the loopback interface only.
@NullMarked
package dev.mailmonitor.training;

import org.jspecify.annotations.NullMarked;
