/** What this bundle puts in the place of classes of Xodus; see docs/decisions/0110. */
@NullMarked
package jetbrains.exodus.core.execution;

import org.jspecify.annotations.NullMarked;
