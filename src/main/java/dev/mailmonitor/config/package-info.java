/// Configuration: file, flags and environment become one validated model.
///
/// Every run passes through here before anything else. So there are no pattern switches on the way
/// of a valid configuration: each is linked anew at every start (the AOT cache does not keep them),
/// which costs milliseconds.
@NullMarked
package dev.mailmonitor.config;

import org.jspecify.annotations.NullMarked;
