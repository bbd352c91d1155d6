/** Transforms that read structure out of text. */
package io.penstock.plugin.transform.parse;
