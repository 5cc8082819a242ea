-- Fills one value that was read from the database, unless a newer one stands there, or may have stood
-- there: what was written after the database was read can have been evicted by now.
-- KEYS[1] value, KEYS[2] watermark, KEYS[3] the mark of whoever has the turn to read it: whatever becomes
-- of the fill, nobody needs to wait for it any more.
-- ARGV[1] bytes, ARGV[2] time to live in ms, ARGV[3] the position up to which the database had applied
-- the value's topic when it was read (20 digits), ARGV[4] where that topic's position begins in the
-- watermark, counted from 0.
-- Answers 1 if written, else 0.
-- Versions and positions are compared as text: a Lua number is a double.
local function version(bytes)
  local head = string.sub(bytes, 1, 20)
  if #head == 20 and not string.find(head, '%D') then return head end
  return '' -- not a value of ours: older than anything
end
local function isAbsent(tail) return tail == '"view":null}' end -- a view ends with }}
local function filled()
  local applied = redis.call('GETRANGE', KEYS[2], ARGV[4], ARGV[4] + 19)
  if #applied ~= 20 or applied > ARGV[3] then return 0 end
  local found = version(redis.call('GETRANGE', KEYS[1], 0, 19))
  if found > version(ARGV[1]) then return 0 end
  -- A view and a proof of absence of the same version: a repair has written a row behind that position,
  -- after the database was read. The view is right.
  if found == version(ARGV[1]) and isAbsent(string.sub(ARGV[1], -12))
    and not isAbsent(redis.call('GETRANGE', KEYS[1], -12, -1)) then return 0 end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
local answer = filled()
redis.call('DEL', KEYS[3]) -- Last: after a write Redis would let the script write beyond its memory.
return answer
