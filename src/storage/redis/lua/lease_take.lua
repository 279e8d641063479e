-- KEYS: epoch, lease.  ARGV: milliseconds.
local role, replid = server()
local epoch = redis.call('HMGET', KEYS[1], 'ep', 'srv', 'st')
if role ~= 'master' then
    return {'replica'}
end
if not epoch[1] then
    return {'gone'}
end
if epoch[2] ~= replid or epoch[3] ~= 'open' then
    return {'reopen'}
end
if redis.call('EXISTS', KEYS[2]) == 1 then
    return {'refused'}
end
local counter = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'lease', 1))
redis.call('SET', KEYS[2], epoch[1] .. ':' .. counter, 'PX', ARGV[1])
return {'ok', {epoch[1], counter}}
