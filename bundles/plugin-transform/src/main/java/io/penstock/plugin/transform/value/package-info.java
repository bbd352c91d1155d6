/** What the transforms share: field access, number reading, type conversion, regular expressions that end. */
package io.penstock.plugin.transform.value;
