create table later2 (id text not null primary key); insert into nothing_like_it values (1);
