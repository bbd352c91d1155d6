/** A running pipe: its threads, its graph, its claims. */
package io.penstock.pipes.run;
