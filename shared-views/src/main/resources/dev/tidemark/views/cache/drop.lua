-- Deletes one value, if it is still the one that was found to be wrong. To be absent is always right.
-- KEYS[1] value; ARGV[1] its bytes. Answers 1 if deleted, else 0.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
