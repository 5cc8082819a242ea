-- Asks for the turn to read a value from the database, so that of many who lack it one does.
-- KEYS[1] value, KEYS[2] the mark of whoever has the turn; ARGV[1] how long a turn lasts, in ms, ARGV[2]
-- how long the value must still live to be left alone, in ms; with 0 it only must be there.
-- Answers 1 if it is the caller's turn, 0 if it is another's, 2 if nothing needs to be read.
local left = redis.call('PTTL', KEYS[1]) -- -2: not there, -1: for ever
if left == -1 or left >= tonumber(ARGV[2]) then return 2 end
if redis.call('SET', KEYS[2], '', 'NX', 'PX', ARGV[1]) then return 1 end
return 0
