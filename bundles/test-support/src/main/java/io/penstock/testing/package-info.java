/** What the tests of plugins share. */
package io.penstock.testing;
