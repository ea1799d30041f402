-- MySQL dump 10.19
CREATE TABLE `vicidial_campaign_dnc` (
  `phone_number` varchar(18)
);
INSERT INTO `vicidial_campaign_dnc` VALUES ('2025550101','SALES'),('727XXXXXXX','O\'NEIL');
