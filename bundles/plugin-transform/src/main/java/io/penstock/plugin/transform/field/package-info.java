/** Transforms that set, convert, rename and remove fields. */
package io.penstock.plugin.transform.field;
