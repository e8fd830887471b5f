/// What the build does to make the distribution. None of it is part of the product.
@NullMarked
package dev.mailmonitor.packaging;

import org.jspecify.annotations.NullMarked;
