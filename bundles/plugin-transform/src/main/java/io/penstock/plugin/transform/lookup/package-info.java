/** Transforms that add what is known elsewhere, and take away what must not be known. */
package io.penstock.plugin.transform.lookup;
