/** Events as bytes: exact, compact, versioned. */
package io.penstock.pipes.codec;
